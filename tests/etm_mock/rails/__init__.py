"""The rules of Ruby on Rails, the framework of the real service, as far as a client meets them.

Source: Rails 8.1, Rack 3.2 and rack-cors 3.0, the versions in the engine's ``Gemfile.lock``.
"""
