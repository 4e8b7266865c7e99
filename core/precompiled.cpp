// A target needs a source to hang its precompiled header on.
