moved {
  from = azuredevops_project.old
  to   = azuredevops_project.new
}

import {
  to = azuredevops_project.new
  id = "contoso"
}

removed {
  from = azuredevops_team.old
  lifecycle { destroy = false }
}

check "reachable" {
  data "http" "api" {
    url = "https://dev.azure.com/contoso/_apis/projects"
  }

  assert {
    condition     = data.http.api.status_code == 200
    error_message = "${data.http.api.url} answered ${data.http.api.status_code}"
  }
}
