package it.library;

public record Money(long cents) {}
