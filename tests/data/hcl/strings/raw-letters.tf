locals {
  value = "Größe, 中文, 🔑"
}
