value = <<-YAML
    pool:
      vmImage: ${var.image}
    steps:
      - script: echo '100%'
  YAML
