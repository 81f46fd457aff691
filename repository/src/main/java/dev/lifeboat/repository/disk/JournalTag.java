package dev.lifeboat.repository.disk;

/// First byte of each record of a disk in a checkpoint.
final class JournalTag {

    /// Page, first piece, pieces (4 bytes each): given, and holes.
    static final byte HOLES = 1;

    /// Page, first piece (4), pieces, runs (1), then for each run first piece in the cell, pieces (1), first
    /// piece in the chunk (2), chunk id, pack id: given, within one cell.
    static final byte CONTENT = 2;

    /// Page (4), allocated bytes (8), chunk id, pack id: the page was stored.
    static final byte PAGE = 3;

    /// First page, pages (4): they are holes.
    static final byte HOLE_PAGES = 4;

    /// Page, bytes (4), bits: these pieces of the page are given; the lowest bit of the first byte is the first
    /// piece.
    static final byte GIVEN_PIECES = 5;

    /// First page, pages (4): all their pieces are given.
    static final byte GIVEN_PAGES = 6;

    private JournalTag() {}
}
