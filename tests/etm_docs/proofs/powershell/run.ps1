# Runs an example within `etm-mock exec`, and keeps what the mock received. Windows PowerShell reads
# no variables for its proxy and its authorities: it asks .NET for one and Windows for the other.
param([string] $Example, [string] $Received)

$ErrorActionPreference = "Stop"
$ProgressPreference = "SilentlyContinue"
[Net.WebRequest]::DefaultWebProxy = New-Object Net.WebProxy $env:HTTPS_PROXY, $true
if ($env:OS -eq "Windows_NT") {
    $x509 = "Security.Cryptography.X509Certificates"
    $authority = New-Object "$x509.X509Certificate2" $env:SSL_CERT_FILE
    $store = New-Object "$x509.X509Store" "Root", "LocalMachine"
    $store.Open("ReadWrite")
    $store.Add($authority)
}
try {
    & $Example
} catch {
    if (-not $_.ErrorDetails.Message) { throw }
    $_.ErrorDetails.Message # what the API said
} finally {
    if ($store) { $store.Remove($authority) }
}
Invoke-WebRequest "$env:ETM_MOCK_URL/_mock/requests" -UseBasicParsing -OutFile $Received
