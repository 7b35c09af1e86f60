"""What serves the pages: the runtime, middleware, routes and compressed assets."""
