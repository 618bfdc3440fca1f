"""Papers of the office: the registration card, the printed register, the workbook."""
