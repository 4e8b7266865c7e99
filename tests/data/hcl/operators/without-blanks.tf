locals {
  value = 1+2*3==7&&true
}
