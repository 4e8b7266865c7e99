größe "größe" {
  größe = 1
}
