# Since version 5.2.0, R's package curl reads CURL_CA_BUNDLE as the command curl does. Debian 12 has
# an older one: here it learns that, so that the scripts themselves run as they are printed.
if (utils::packageVersion("curl") < "5.2.0") {
  setHook(packageEvent("curl", "onLoad"), function(...) {
    new_handle <- curl::new_handle
    trusting <- function(...) new_handle(cainfo = Sys.getenv("CURL_CA_BUNDLE"), ...)
    utils::assignInNamespace("new_handle", trusting, "curl")
  })
}
