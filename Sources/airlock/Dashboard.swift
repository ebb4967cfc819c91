import ArgumentParser
import PluginModel

struct Dashboard: ParsableCommand {
  @OptionGroup var options: Options
  func run() throws {}
}
