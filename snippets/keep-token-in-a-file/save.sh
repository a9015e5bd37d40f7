echo .env >> .gitignore
touch .env
chmod 600 .env
echo "ETM_API_TOKEN=$ETM_API_TOKEN" > .env
git check-ignore .env
