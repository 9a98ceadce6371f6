// `presend review`: a sample of a replay for people to judge, and what their verdicts say.
#pragma once

namespace CLI {
class App;
}

namespace presend {

// Sets `exit_status`: 0, 1 if rows of a sheet were not taken, 2 if it could not be done.
void AddReviewCommand(CLI::App& app, int& exit_status);

}  // namespace presend
