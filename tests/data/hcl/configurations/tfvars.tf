org_service_url = "https://dev.azure.com/contoso"
teams = {
  a = ["x", "y"]
  b = []
}
enabled = true
missing = null
