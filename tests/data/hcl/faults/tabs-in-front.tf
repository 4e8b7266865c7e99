p {
		a = 
}
