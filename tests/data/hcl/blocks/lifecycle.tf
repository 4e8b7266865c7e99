resource "x" "y" {
  lifecycle {
    ignore_changes = [name, tags["a"]]
  }
}
