resource "x" "y" {
  dynamic "setting" {
    for_each = var.settings
    content {
      name = setting.value.name
    }
  }
}
