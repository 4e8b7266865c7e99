locals {
  value = "%%{not} a directive"
}
