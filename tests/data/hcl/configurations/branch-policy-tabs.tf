resource "azuredevops_branch_policy_min_reviewers" "main" {
	project_id = azuredevops_project.main.id

	enabled	= true
	blocking = true

	settings {
		reviewer_count		 = 2
		submitter_can_vote = false

		scope {
			repository_id	= azuredevops_git_repository.main.id
			repository_ref = azuredevops_git_repository.main.default_branch
			match_type		 = "Exact"
		}

		scope {
			repository_id	= null # All repositories in the project
			repository_ref = "refs/heads/releases"
			match_type		 = "Prefix"
		}
	}
}
