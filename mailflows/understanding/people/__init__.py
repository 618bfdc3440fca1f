"""Who: names in any case and order, telephones, and which of them are the applicant's."""
