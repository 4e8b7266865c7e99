locals {
  value = "$${a} ${var.x} %%{b}"
}
