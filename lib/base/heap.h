// The memory that the program grows into.
#pragma once

namespace tmis {

/// Has the heap grow in great steps and, where the kernel can, in great pages. The C library's own
/// steps of some pages, and a fault for each page, were a third of a report's time. To be called
/// once, first; what is refused costs time, nothing else.
void prepare_heap();

}  // namespace tmis
