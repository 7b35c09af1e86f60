"""How the partnership works: organisations, cycles, access, small numbers; pure."""
