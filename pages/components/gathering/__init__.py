"""Groups, their members, meetings and agendas, and the calendar of everything."""
