// The target signet_precompiled needs a source to hang its precompiled header on.
