provider /* the */ "azuredevops" /* block */ {
}
