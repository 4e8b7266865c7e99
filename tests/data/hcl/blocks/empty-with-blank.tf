terraform { }
