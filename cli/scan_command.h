// `presend scan --stdio`: the long-lived worker of a distributed engine. Rows in, exactly as many rows out, in order.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Adds the subcommand; its run sets `exit_status`: 0 at the end of the input, 2 for bad usage or bad rules. A row that
// cannot be read is answered by an error row and changes nothing else.
void AddScanCommand(CLI::App& app, int& exit_status);

}  // namespace presend
