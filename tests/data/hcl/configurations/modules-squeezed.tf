module "project" {
  source ="app.terraform.io/contoso/project/azuredevops"
  version="1.2.3"

  providers={
    azuredevops=azuredevops.fabrikam
  }

  name ="x"
  teams=[for team in var.teams : team.name if team.enabled]
}
