value = <<JSON
{ "a": 1 }
JSON
