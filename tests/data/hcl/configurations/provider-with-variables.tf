variable "org_service_url" {
  type        = string
  description = "The organization, such as https://dev.azure.com/contoso"
  default     = "https://dev.azure.com/contoso"

  validation {
    condition     = can(regex("^https://", var.org_service_url))
    error_message = "The URL must begin with https://."
  }
}

variable "tags" {
  type = map(object({
    name  = string
    level = optional(number, 3)
  }))
  default = {}
}

provider "azuredevops" {
  org_service_url = var.org_service_url
}
