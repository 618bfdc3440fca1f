"""Labels and values: web forms of any layout, operators' telephone notes."""
