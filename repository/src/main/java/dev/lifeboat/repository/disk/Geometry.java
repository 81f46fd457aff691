package dev.lifeboat.repository.disk;

/// How disks are cut: pieces, the unit of change; cells, the unit of a chunk; pages, the unit of sharing
/// between points.
///
/// A repository has one geometry for life. Pieces are 64 KiB because that is what changed-block tracking
/// reports.
public record Geometry(int pieceBytes, int cellBytes, int pageBytes) {

    public static final Geometry STANDARD = new Geometry(64 << 10, 1 << 20, 1 << 30);

    /// A cell's pieces are counted in one byte and marked in one `long` or less.
    private static final int MOST_PIECES_PER_CELL = 16;

    private static final int MOST_CELLS_PER_PAGE = 4096;

    public Geometry {
        boolean pieces = pieceBytes >= 512 && Integer.bitCount(pieceBytes) == 1;
        boolean cells = cellBytes % pieceBytes == 0
                && cellBytes >= pieceBytes
                && cellBytes / pieceBytes <= MOST_PIECES_PER_CELL;
        boolean pages =
                pageBytes % cellBytes == 0 && pageBytes >= cellBytes && pageBytes / cellBytes <= MOST_CELLS_PER_PAGE;
        if (!pieces || !cells || !pages) {
            throw new IllegalArgumentException(
                    "Pieces of " + pieceBytes + ", cells of " + cellBytes + ", pages of " + pageBytes
                            + " bytes: need a power of two from 512 on, up to " + MOST_PIECES_PER_CELL
                            + " pieces to a cell and "
                            + MOST_CELLS_PER_PAGE + " cells to a page");
        }
    }

    public int piecesPerCell() {
        return cellBytes / pieceBytes;
    }

    public int cellsPerPage() {
        return pageBytes / cellBytes;
    }

    public int piecesPerPage() {
        return pageBytes / pieceBytes;
    }

    /// Pages that a disk of this size has.
    public int pages(long sizeBytes) {
        return Math.toIntExact(Math.ceilDiv(sizeBytes, pageBytes));
    }

    /// Cells of a page: the last one of a disk has fewer.
    int cellsOf(int page, long diskBytes) {
        long left = diskBytes - (long) page * pageBytes;
        return (int) Math.min(cellsPerPage(), Math.ceilDiv(left, (long) cellBytes));
    }

    /// Pieces of a page: the last one of a disk has fewer.
    int piecesOf(int page, long diskBytes) {
        long left = diskBytes - (long) page * pageBytes;
        return (int) Math.min(piecesPerPage(), Math.ceilDiv(left, (long) pieceBytes));
    }

    /// Where the last piece of a disk of this size ends: a disk that ends within a piece is padded with zeros
    /// up to here.
    public long paddedBytes(long sizeBytes) {
        return Math.ceilDiv(sizeBytes, pieceBytes) * (long) pieceBytes;
    }

    /// The largest page there can be, stored.
    public int mostBytesOfPage() {
        return PageCodec.mostBytes(this);
    }
}
