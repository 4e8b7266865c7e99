a "b c" {
}
