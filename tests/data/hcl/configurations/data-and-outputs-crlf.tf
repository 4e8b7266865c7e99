data "azuredevops_users" "all" {
  features {
    concurrent_workers = 10
  }
}

output "mails" {
  description = "Who is there"
  sensitive   = true
  value = sort(distinct(compact([
    for user in data.azuredevops_users.all.users : lower(user.mail_address)
  ])))
}
