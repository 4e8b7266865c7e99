resource "azuredevops_git_repository" "web" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  name = "web"
  initialization {
    init_type = "Clean"
  }
}

resource "azuredevops_branch_policy_min_reviewers" "two" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  enabled = true
  settings {
    reviewer_count = 2
    scope {
      repository_id = azuredevops_git_repository.web.id
      repository_ref = "refs/heads/main"
      match_type = "Exact"
    }
    scope {
      repository_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0009"
      repository_ref = "refs/heads/release"
      match_type = "Prefix"
    }
  }
}
