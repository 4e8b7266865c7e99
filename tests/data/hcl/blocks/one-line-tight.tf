locals {a=1}
