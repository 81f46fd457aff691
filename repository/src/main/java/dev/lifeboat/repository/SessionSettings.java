package dev.lifeboat.repository;

/// What a session is told by its repository.
record SessionSettings(Tuning tuning, Clockwork clockwork) {}
