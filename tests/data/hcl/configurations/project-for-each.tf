locals {
  projects = {
    web = { description = "Web" }
    api = { description = "API", visibility = "public" }
  }
}

resource "azuredevops_project" "all" {
  for_each = local.projects

  name        = each.key
  description = each.value.description
  visibility  = try(each.value.visibility, "private")
}

output "ids" {
  value = { for name, project in azuredevops_project.all : name => project.id }
}
