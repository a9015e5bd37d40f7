echo "${ETM_API_TOKEN:?is not set}" > /dev/null &&
  touch .env .gitignore && chmod 600 .env &&
  printf '\nETM_API_TOKEN=%s\n' "$ETM_API_TOKEN" >> .env &&
  printf '\n.env\n' >> .gitignore &&
  git check-ignore .env
