resource "azuredevops_git_repository_file" "pipeline" {
  repository_id = azuredevops_git_repository.main.id
  file          = "azure-pipelines.yml"
  branch        = "refs/heads/main"

  content = <<-YAML
    trigger:
      branches:
        include:
          - main

    steps:
      - script: echo "$(Build.BuildNumber) $${literal}"
        displayName: ${var.step_name}
  YAML

  commit_message      = "Add the pipeline"
  overwrite_on_create = true
}
