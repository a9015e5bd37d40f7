for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const secret = button.parentElement.querySelector(".secret");
    secret.select();
    await navigator.clipboard.writeText(secret.value);
    button.textContent = "Copied!";
  });
}
