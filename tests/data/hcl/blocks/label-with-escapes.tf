a "b\"c\u00e9" {
}
