locals {
  value = self.id
}
