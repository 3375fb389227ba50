"""What a network shows through HTTP, to compare one version of the platform with another."""
