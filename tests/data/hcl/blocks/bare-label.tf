provider azuredevops {
}
