resource "azuredevops_agent_pool" "p" {
  name = "linux"
}

resource "azuredevops_agent_queue" "q" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  agent_pool_id = azuredevops_agent_pool.p.id
}
