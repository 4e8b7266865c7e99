locals {
  value = "say \"hello\""
}
